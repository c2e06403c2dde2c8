import 'reflect-metadata';
import { ScopePayload } from '@ferrule/validation';
import { Type } from 'class-transformer';
import { IsObject, IsString, Length, ValidateIf, ValidateNested } from 'class-validator';

class Asker {
  @IsString()
  @Length(1, 128)
  actor!: string;

  @IsString()
  @Length(1, 64)
  tenant!: string;
}

/** An order that somebody gives and waits for; repeated with the same id it is carried out once. */
export class OrderQuestion {
  @IsString()
  @Length(1, 200)
  id!: string;

  @IsString()
  @Length(1, 64)
  type!: string;

  @IsObject()
  data!: object;

  @ValidateNested()
  @Type(() => Asker)
  meta!: Asker;

  /** Whose things it may be about. */
  @ValidateIf((_, scope) => scope !== undefined)
  @ValidateNested()
  @Type(() => ScopePayload)
  scope?: ScopePayload;
}
