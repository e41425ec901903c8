// `npm run test:power`: cuts the power under the real server, by the test in test/power/.
// `-- --full` makes 10,000 images; `-- --seed 7` takes other chances.
import { runShimmed } from './shimmed.mjs';

runShimmed('test/power/shim.c', 'test/power/run.ts');
