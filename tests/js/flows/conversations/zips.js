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
