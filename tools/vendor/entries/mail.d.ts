/** What is used of postal-mime: one mail, whole, and how it puts its words together. */
export interface Email {
  from?: { name?: string; address?: string };
  subject?: string;
  /** ISO 8601, or the header as it is. */
  date?: string;
  /** As they are written, their keys in small letters. */
  headers: { key: string; value: string }[];
  text?: string;
  attachments: { filename: string | null; mimeType: string; content: ArrayBuffer | Uint8Array | string }[];
}
interface Options {
  maxNestingDepth: number;
  maxHeadersSize: number;
  maxRfc822NestingDepth: number;
}
interface Words {
  type: string;
  value: string;
}
export default class PostalMime {
  constructor(options: Options);
  /** Words of each part that is shown, by their type. */
  textMap: Map<unknown, { plain?: Words[]; html?: Words[] }>;
  textContent: Record<string, string>;
  parse(mail: Uint8Array<ArrayBuffer> | string): Promise<Email>;
  /** Called once the parts are known: puts `textContent` together. */
  renderTextContent(): void;
}
export function decodeHTMLEntities(text: string): string;
