import { useEffect, useSyncExternalStore } from 'react';
import { useAuth } from '@strapi/strapi/admin';

type Make<Dialog> = (current: Dialog | undefined) => Dialog | undefined;
type Change<Dialog> = Dialog | undefined | Make<Dialog>;

/**
 * Keeps what is open, and what was typed into it, outside of the components that show it: the content
 * manager throws its panels away and draws them anew while it reads, and a dialog that lived in a panel's
 * own state would be gone with it. What one person has opened, nobody sees who signs in after them.
 *
 * @returns a hook that answers the dialog of a key, or nothing where it is closed, and how to change that:
 *   to another one, or to what a function makes of the one that is open by then
 */
export const createDialogStore = <Dialog>() => {
  const opened = new Map<string, { readonly owner: unknown; readonly dialog: Dialog }>();
  const listeners = new Set<() => void>();
  let isWatching = false;

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const set = (owner: unknown, key: string, dialog: Dialog | undefined) => {
    if (dialog === undefined) opened.delete(key);
    else opened.set(key, { owner, dialog });
    tell();
  };
  const find = (owner: unknown, key: string): Dialog | undefined => {
    const entry = opened.get(key);
    return entry?.owner === owner ? entry?.dialog : undefined;
  };
  const forgetOthers = (owner: unknown) => {
    for (const [key, entry] of opened) if (entry.owner !== owner) opened.delete(key);
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    if (!isWatching) {
      isWatching = true;
      // Whoever goes back with a dialog open has left it; nothing else leads away from one.
      window.addEventListener('popstate', () => {
        opened.clear();
        tell();
      });
    }
    return () => {
      listeners.delete(listener);
    };
  };

  return (key: string) => {
    const owner = useAuth('OrderbridgeDialogs', ({ user }) => user?.id);
    const dialog = useSyncExternalStore(subscribe, () => find(owner, key));
    useEffect(() => forgetOthers(owner), [owner]);
    const change = (next: Change<Dialog>) => {
      const isMade = typeof next === 'function';
      set(owner, key, isMade ? (next as Make<Dialog>)(find(owner, key)) : next);
    };
    return [dialog, change] as const;
  };
};
