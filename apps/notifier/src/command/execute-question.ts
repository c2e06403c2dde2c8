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

/** A command that somebody asks for and waits for; repeated with the same id it is done once. */
export class ExecuteQuestion {
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
