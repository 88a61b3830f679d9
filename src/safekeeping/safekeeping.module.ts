import { Module } from '@nestjs/common';
import { Examination } from './examination.js';

@Module({ providers: [Examination], exports: [Examination] })
export class SafekeepingModule {}
