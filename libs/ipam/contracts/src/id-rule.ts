import { Matches } from 'class-validator';

/** Opaque ids, since they become part of subjects and streams. */
export const IsId = (): PropertyDecorator =>
  Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: '$property must be 1 to 32 letters, digits, "-" or "_"',
  });

/** The parts of a split have the id of the whole before their number. */
export const IsLongId = (): PropertyDecorator =>
  Matches(/^[A-Za-z0-9_-]{1,80}$/, {
    message: '$property must be 1 to 80 letters, digits, "-" or "_"',
  });

/** A prefix length as people write it. */
export const IsSize = (): PropertyDecorator =>
  Matches(/^\/(\d|[1-9]\d|1[01]\d|12[0-8])$/, {
    message:
      '$property must be a prefix length such as /24 or /64, at most /32 in IPv4 and /128 in IPv6',
  });
