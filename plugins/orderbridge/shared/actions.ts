import type { ErrorCode } from './errors';

/**
 * What the asker may do with a thing, and why not. Panels, portal and applications draw this and
 * decide nothing themselves.
 */
export type Action<Name extends string = string> =
  | { readonly action: Name; readonly allowed: true }
  | {
      readonly action: Name;
      readonly allowed: false;
      readonly code: ErrorCode;
      readonly reason: string;
    };
