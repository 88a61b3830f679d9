import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

type Class = new (...given: never[]) => object;

/**
 * Describes DTOs from the checks that they carry already, so that the description cannot say what the check does not hold.
 * Lists of objects say their element with `@ApiProperty`; everything else is told from the property's own type.
 */
export function describeShape(dto: Class, described: Set<Class>): void {
  if (described.has(dto)) return;
  described.add(dto);
  const checks = checksOf(dto);
  for (const name of new Set(checks.map(({ propertyName }) => propertyName))) {
    const own = checks.filter(({ propertyName }) => propertyName === name);
    const type: unknown = Reflect.getMetadata('design:type', dto.prototype, name);
    const element = type === Array ? elementOf(dto, name) : type;
    if (isDto(element)) describeShape(element, described);
    if (type === Array) continue;
    ApiProperty({ type: type as Class, ...boundsOf(own), required: !own.some(isConditional) } as ApiPropertyOptions)(dto.prototype, name);
  }
}

export const isDto = (type: unknown): type is Class => typeof type === 'function' && checksOf(type as Class).length > 0;

const checksOf = (dto: Class): ValidationMetadata[] => getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);

/** As `@ApiProperty({ type: [Element] })` keeps it. */
const elementOf = (dto: Class, name: string): unknown =>
  (Reflect.getMetadata('swagger/apiModelProperties', dto.prototype, name) as { type?: unknown } | undefined)?.type;

const isConditional = ({ type }: ValidationMetadata): boolean => type === 'conditionalValidation';

function boundsOf(checks: readonly ValidationMetadata[]): ApiPropertyOptions {
  const bounds: Record<string, unknown> = {};
  for (const { name, constraints: [first] = [] } of checks) {
    if (name === 'isInt') bounds.type = 'integer';
    if (name === 'isIn') bounds.enum = [...(first as readonly string[])];
    if (name === 'maxLength') bounds.maxLength = first;
    if (name === 'min') bounds.minimum = first;
    if (name === 'max') bounds.maximum = first;
    if (name === 'isUuid') bounds.format = 'uuid';
    if (name === 'isUrl') bounds.format = 'uri';
  }
  return bounds;
}
