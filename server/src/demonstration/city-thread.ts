// Makes the rows of the demonstration city in a thread of its own, so that the database inserts while the next are made.
import { parentPort, workerData } from 'node:worker_threads';
import { cityRows, type Telling } from './city-rows.ts';
import { batchesOf } from './insert.ts';

for (const rows of cityRows(workerData as Telling))
  for (const batch of batchesOf(rows)) parentPort?.postMessage(batch, [batch.json.buffer]);
parentPort?.postMessage(null, []);
