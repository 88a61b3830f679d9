import type { INestApplicationContext } from '@nestjs/common';
import { createApplication } from './application.js';
import { openRuntime } from './runtime.js';
import { loadSettings } from './settings.js';

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
