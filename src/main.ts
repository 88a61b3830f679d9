import { runToEnd } from './program-end.js';
import { serve } from './serve.js';

await runToEnd(serve);
