import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { Public } from './allow.js';

/** For whoever keeps the program running: is it alive, and can it serve? Tells nothing about anyone's books. */
@Public()
@Controller()
export class HealthController {
  constructor(@Inject(ModuleRef) private readonly program: ModuleRef) {}

  /** The program answers. Asks nobody else, so that a database on its way back does not get the program killed. */
  @Get('healthz')
  @Header('Cache-Control', 'no-store')
  alive() {
    return { status: 'alive' };
  }

  /** The database answers, and every table that this program reads is there. */
  @Get('readyz')
  @Header('Cache-Control', 'no-store')
  async ready() {
    const dataSource = this.program.get(DataSource, { strict: false });
    const tables = dataSource.entityMetadatas.map(({ tableName }) => tableName);
    const missing: { name: string }[] = await dataSource.query(
      'select name from unnest($1::text[]) as name where to_regclass(name) is null',
      [tables],
    );
    if (missing.length > 0)
      throw new ServiceUnavailableException('The database is not migrated to this version of the program. Run migrate.');
    return { status: 'ready' };
  }
}
