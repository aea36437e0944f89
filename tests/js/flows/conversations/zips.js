/** Archives made by hand, so that each part of one may lie. */

import { crc32, deflateRawSync } from "node:zlib";
import { Crc32 } from "../../../../static/js/flows/conversations/archive.js";

/** Older versions of Node have none of their own. @param {Uint8Array} bytes */
function crc(bytes) {
  if (crc32) return crc32(bytes);
  const sum = new Crc32();
  sum.add(bytes);
  return sum.value();
}

/**
 * @param {{ name: string, data: Uint8Array | string, stored?: boolean, method?: number, flags?: number, folded?: Uint8Array, says?: number, crc?: number }[]} entries
 *   folded: other content than the data; says: another size
 */
export function zip(entries) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const { name, data, stored = false, method = stored ? 0 : 8, flags = 0x800, folded, says, crc: told } of entries) {
    const bytes = Buffer.from(data);
    const content = folded ?? (method === 8 ? deflateRawSync(bytes) : bytes);
    const title = Buffer.from(name);
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(flags, 2);
    fixed.writeUInt16LE(method, 4);
    fixed.writeUInt32LE(told ?? crc(bytes), 10);
    fixed.writeUInt32LE(content.length, 14);
    fixed.writeUInt32LE(says ?? bytes.length, 18);
    fixed.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fixed, title, content]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), fixed, more, title]));
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length & 0xffff, 8);
  end.writeUInt16LE(entries.length & 0xffff, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listed, end]);
}

/**
 * An archive that no disk would hold, in sixty-four bits (PKWARE APPNOTE 4.3.14, 4.5.3): entries are stored, zeros but for `data`.
 *
 * @param {{ name: string, size?: number, data?: string, at?: number, claims?: number }[]} entries at: where its list says that one lies; claims: its size there
 * @returns {{ source: { size: number, read: (start: number, end: number) => Promise<Uint8Array> }, read: () => number }} read: bytes so far
 */
export function vast(entries) {
  /** @type {{ at: number, bytes: Buffer }[]} */
  const parts = [];
  const listed = [];
  let at = 0;
  for (const { name, data = "", size = Buffer.byteLength(data), at: told = at, claims = size } of entries) {
    const title = Buffer.from(name);
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(45, 0);
    fixed.writeUInt16LE(0x800, 2);
    fixed.writeUInt32LE(crc(Buffer.from(data)), 10);
    fixed.writeUInt32LE(0xffffffff, 14);
    fixed.writeUInt32LE(0xffffffff, 18);
    fixed.writeUInt16LE(title.length, 22);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(0xffffffff, 10);
    const extra = Buffer.alloc(28);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    for (const [place, value] of [[4, claims], [12, claims], [20, told]]) extra.writeBigUInt64LE(BigInt(value), place);
    const listing = Buffer.from(fixed);
    listing.writeUInt16LE(extra.length, 24);
    listed.push(Buffer.concat([Buffer.from("PK\x01\x02\x2d\x00", "latin1"), listing, more, title, extra]));
    parts.push({ at, bytes: Buffer.concat([Buffer.from("PK\x03\x04"), fixed, title, Buffer.from(data)]) });
    at += 30 + title.length + size;
  }
  const list = Buffer.concat(listed);
  const end = Buffer.alloc(56 + 20 + 22);
  end.write("PK\x06\x06", 0, "latin1");
  end.writeBigUInt64LE(44n, 4);
  for (const [place, value] of [[24, entries.length], [32, entries.length], [40, list.length], [48, at]]) end.writeBigUInt64LE(BigInt(value), place);
  end.write("PK\x06\x07", 56, "latin1");
  end.writeBigUInt64LE(BigInt(at + list.length), 64);
  end.writeUInt32LE(1, 72);
  end.write("PK\x05\x06", 76, "latin1");
  end.fill(0xff, 84, 96);
  parts.push({ at, bytes: Buffer.concat([list, end]) });
  return sparse(parts, at + list.length + end.length);
}

/** Zeros but for these parts, in order. @param {{ at: number, bytes: Buffer }[]} parts @param {number} size */
function sparse(parts, size) {
  let count = 0;
  return {
    read: () => count,
    source: {
      size,
      read: async (start, end) => {
        count += end - start;
        const bytes = new Uint8Array(end - start);
        for (const part of parts) {
          const from = Math.max(start, part.at);
          const to = Math.min(end, part.at + part.bytes.length);
          if (from < to) bytes.set(part.bytes.subarray(from - part.at, to - part.at), from - start);
        }
        return bytes;
      },
    },
  };
}
