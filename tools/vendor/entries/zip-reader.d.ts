/** What is used of the reader of @zip.js/zip.js: the list of entries, never their content. */
export interface Entry {
  filename: string;
  directory: boolean;
  encrypted: boolean;
  compressionMethod: number;
  compressedSize: number;
  uncompressedSize: number;
  /** Of the local header. */
  offset: number;
  /** CRC-32 of the content. */
  signature: number;
}
export interface Source {
  size: number;
  readUint8Array(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}
export class ZipReader {
  constructor(source: Source, options: { strictness: "strict" | "balanced" });
  getEntriesGenerator(): AsyncGenerator<Entry, boolean>;
}
