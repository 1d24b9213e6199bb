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

/** The same action for somebody whose rights decide, too: what they may not do, they may not do in any state. */
export const withRight = <Name extends string>(
  action: Action<Name>,
  isGranted: boolean,
): Action<Name> =>
  isGranted
    ? action
    : {
        action: action.action,
        allowed: false,
        code: 'request.forbidden',
        reason: 'None of your roles has the right to do this.',
      };
