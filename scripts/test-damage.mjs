// `npm run test:damage`: flipped bits, failing and full disks, killed migrations, by test/damage/.
// `-- --full` tries more of each; `-- --seed 7` takes other chances.
import { runShimmed } from './shimmed.mjs';

runShimmed('test/damage/faults.c', 'test/damage/run.ts');
