// node examples/read.mjs [file]: an alert with its colour and what is wrong with it, then written anew.
import { readFileSync } from 'node:fs';
import { colourOf, parseAlert, writeAlert } from '@anlan/cap';

const sample = `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>A1</identifier><sender>weather@example.org</sender>
<sent>2026-03-18T09:26:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info>
<category>Met</category><event>Rainstorm</event><urgency>Immediate</urgency><severity>Extreme</severity>
<certainty>Likely</certainty><area><areaDesc>Town</areaDesc><circle>28.45,117.97 20</circle></area></info></alert>`;
const [file] = process.argv.slice(2);
const parsed = parseAlert(file === undefined ? sample : readFileSync(file));
if (!parsed.ok) console.log('refused', parsed.reason, parsed.offset, parsed.detail);
else {
  for (const info of parsed.alert.info ?? []) console.log(info.event, colourOf(info.severity));
  for (const finding of parsed.findings) console.log('finding', finding);
  console.log(writeAlert(parsed.alert));
}
