import type { INestApplicationContext } from '@nestjs/common';
import { createApplication } from './application.js';
import { InvalidInput, Refusal } from './domain/refusal.js';
import { openRuntime } from './runtime.js';
import { loadSettings } from './settings.js';
import { StartError } from './start-error.js';

/** The application for one command: it takes no jobs, and is closed after the work, and the database last. */
export async function inApplication<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const runtime = await openRuntime({ ...loadSettings(), queueConcurrency: 0 });
  try {
    const app = await createApplication(runtime);
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    await runtime.connections.close();
  }
}

/** A "no" of the books ends a command with its sentence, as a wrong setting does. Anything else is a bug, and stays one. */
export function inASentence(error: unknown): never {
  if (error instanceof InvalidInput || error instanceof Refusal) throw new StartError(error.message);
  throw error;
}
