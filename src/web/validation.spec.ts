import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  MinLength,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { faultsOf } from './validation.js';

class Band {
  @IsString()
  from: string;
}

class Bands {
  @IsDefined()
  @ValidateNested()
  @Type(() => Band)
  lower: Band;
}

class Dto {
  @MinLength(12) password: string;
  @MaxLength(120) name: string;
  @IsInt() @Max(10_000) shareBp: number;
  @IsIn(['steward', 'auditor']) role: string;
  @IsUUID() id: string;
  @Matches(/^\d+$/, { message: 'Digits only, like 42.' }) count: string;
  @IsArray() @ArrayMaxSize(2) lines: string[];
  @ValidateNested() @Type(() => Bands) bands: Bands;
}

const sent = {
  password: 'short',
  name: 'x'.repeat(121),
  shareBp: 10_001,
  role: 'owner',
  id: '7',
  count: 'many',
  lines: ['a', 'b', 'c'],
  bands: { lower: { from: 1, to: 2 } },
  extra: true,
};

describe('what is wrong with what came in', () => {
  const faults = faultsOf(validateSync(plainToInstance(Dto, sent), { whitelist: true, forbidNonWhitelisted: true }));
  const says = Object.fromEntries(faults.map((fault) => [fault.field, fault.says]));

  it('is said in sentences, under the full path of each field', () => {
    expect(says).toEqual({
      extra: 'There is no field "extra" here. Leave it out, or check its spelling.',
      password: 'This is too short: at least 12 characters.',
      name: 'This is too long: at most 120 characters.',
      shareBp: 'At most 10000.',
      role: 'Choose one of: steward, auditor.',
      id: 'This is not an id of ours. Take it from the address or the answer where you found it.',
      count: 'Digits only, like 42.',
      lines: 'Choose at most 2 at once.',
      'bands.lower.to': 'There is no field "to" here. Leave it out, or check its spelling.',
      'bands.lower.from': 'Send this as text.',
    });
  });

  it('never repeats what was sent', () => {
    expect(JSON.stringify(faults)).not.toContain('short"');
    expect(faults.every(({ says: sentence }) => /\.$/.test(sentence))).toBe(true);
  });
});
