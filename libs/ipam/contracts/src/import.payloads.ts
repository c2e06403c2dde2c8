import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsInt,
  IsObject,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsId } from './id-rule.ts';
import type { ImportLine, ImportRef } from './import-messages.ts';

/** As many lines as one short transaction takes. */
export const LINES_AT_ONCE = 500;

/** What its columns hold is reported line by line, and not refused with the rest. */
export class ImportLinePayload implements ImportLine {
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  line!: number;

  @IsObject()
  values!: Record<string, string>;
}

export class ImportRefPayload implements ImportRef {
  @IsId()
  importId!: string;
}

export class StageImportPayload extends ImportRefPayload {
  @ArrayMinSize(1)
  @ArrayMaxSize(LINES_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => ImportLinePayload)
  lines!: ImportLinePayload[];
}
