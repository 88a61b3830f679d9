import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** What is chosen in the browser for the whole host, and may be changed there at any time. */
export type HostSetting = 'backup-folder' | 'banner';

@Injectable()
export class HostSettings {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async get(key: HostSetting): Promise<string | undefined> {
    const [row] = await this.dataSource.query<{ value: string }[]>('select value from host_setting where key = $1', [key]);
    return row?.value;
  }

  async set(key: HostSetting, value: string): Promise<void> {
    await this.dataSource.query(
      'insert into host_setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
      [key, value],
    );
  }
}
