import { Module } from '@nestjs/common';
import { ExportPages } from './exports.http.js';
import { Exports } from './exports.queries.js';

@Module({ controllers: [ExportPages], providers: [Exports], exports: [Exports] })
export class ExportsModule {}
