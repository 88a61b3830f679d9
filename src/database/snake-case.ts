import { DefaultNamingStrategy } from 'typeorm';

/** `owedMinor` in a row is `owed_minor` in its table; each entity names its table itself. */
export class SnakeCase extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
