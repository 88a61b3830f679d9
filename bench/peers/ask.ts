import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { cleanEnvironment } from '../child.js';
import { libpqEnvironment, otherDatabase } from '../other-databases.js';
import type { Load } from '../load.js';
import { type Scratch, signal } from '../scratch.js';
import type { Answer, Question } from './peer.js';

/** A peer that waits for questions. */
export interface AskedPeer {
  load(inFlight: number, forMs: number): Promise<Load>;
  lostUnder(inFlight: number, forMs: number): Promise<number>;
  end(): Promise<void>;
}

/** Starts one on a database of its own, on the server that is measured. @param event what it appends, as JSON */
export async function startPeer(scratch: Scratch, name: 'castore' | 'emmett', event: string): Promise<AskedPeer> {
  const connections = await otherDatabase(scratch, name);
  const env = cleanEnvironment({ ...libpqEnvironment(connections), BENCH_EVENT: event });
  const child = fork(path.join(import.meta.dirname, `${name}.js`), { env });
  scratch.closeLater(async () => void (child.exitCode === null && signal(child.pid!, 'SIGKILL')));
  await answerOf(child, name);
  const ask = (question: Question): Promise<Answer> => {
    child.send(question);
    return answerOf(child, name);
  };
  return {
    load: async (inFlight, forMs) => ((await ask({ ask: 'load', inFlight, forMs })) as { load: Load }).load,
    lostUnder: async (inFlight, forMs) => ((await ask({ ask: 'lost', inFlight, forMs })) as { lost: number }).lost,
    async end() {
      const ended = once(child, 'exit');
      child.send({ ask: 'end', inFlight: 0, forMs: 0 } satisfies Question);
      await ended;
    },
  };
}

function answerOf(child: ChildProcess, name: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const listen = (answer: Answer) => {
      child.off('exit', leave);
      if ('failed' in answer) reject(new Error(`${name} failed: ${answer.failed}`));
      else resolve(answer);
    };
    const leave = (code: number | null) => reject(new Error(`${name} ended with ${code} instead of answering.`));
    child.once('message', listen).once('exit', leave);
  });
}
