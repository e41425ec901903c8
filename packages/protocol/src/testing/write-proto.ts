/**
 * `npm run proto`: writes the `.proto` from the declarations. Refuses what would break bytes that
 * older programs have written, unless it is told `--break` (for what no one has ever stored).
 */
import { writeFileSync } from 'node:fs';

import { protoText } from '../proto.ts';
import { breaking, PROTO_FILE, schemaHash } from './schema.ts';

const text = protoText();
const broken = process.argv.includes('--break') ? '' : breaking(text);
if (broken === '') {
  writeFileSync(PROTO_FILE, text);
  console.log(`Wrote ${PROTO_FILE}\nIts hash for proto.test.ts: ${schemaHash(text)}`);
} else {
  console.error(`${broken}\nNothing was written: bytes of older programs could not be read.`);
  console.error('Give what is new a number of its own, and keep the old declaration.');
  process.exitCode = 1;
}
