import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, type ValidationOptions, ValidateNested } from 'class-validator';

/** A member that is one object with fields of its own, checked by their class. A list of such objects is none. */
export const WithFields = (of: () => new () => object, options: ValidationOptions = {}) =>
  applyDecorators(IsDefined(), IsObject(options), ValidateNested(), Type(of));
