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
}
export interface Source {
  size: number;
  readUint8Array(offset: number, length: number): Promise<Uint8Array>;
}
export class ZipReader {
  constructor(source: Source, options: { strictness: "strict" });
  getEntriesGenerator(): AsyncGenerator<Entry, boolean>;
}
