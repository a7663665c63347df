// node examples/read.mjs [file]: who is underground by an upload file of a coal mine.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { judgeFile, parseFile, parseFileName, peopleInside } from '@anlan/coal-mine-files';

const sample =
  '620823009203;Mine;2026-09-23 10:13:19~62082300920300001;张三;1;2026-09-23 08:00:00;;6208230092030001;;;;三八制;0;正常;1;0;~||';
const [file] = process.argv.slice(2);
const name = parseFileName(file === undefined ? '620823009203_RYSS_20260923101319.txt' : basename(file));
if (!name.ok) console.log('refused', name.reason, name.detail);
else {
  const bytes = file === undefined ? new TextEncoder().encode(sample) : readFileSync(file);
  const content = parseFile(bytes, { type: name.type, mineCode: name.sender });
  if (!content.ok) console.log('refused', content.reason, content.offset, content.detail);
  else console.log(judgeFile(content, { now: Date.now() }), peopleInside(content), content.records);
}
