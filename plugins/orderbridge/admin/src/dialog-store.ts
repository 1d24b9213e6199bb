import { useSyncExternalStore } from 'react';

/**
 * Keeps what is open, and what was typed into it, outside of the components that show it: the content
 * manager throws its panels away and draws them anew while it reads, and a dialog that lived in a panel's
 * own state would be gone with it.
 *
 * @returns a hook that answers the dialog of a key, or nothing where it is closed, and how to change that
 */
export const createDialogStore = <Dialog>() => {
  const opened = new Map<string, Dialog>();
  const listeners = new Set<() => void>();
  let isWatching = false;

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const set = (key: string, dialog: Dialog | undefined) => {
    if (dialog === undefined) opened.delete(key);
    else opened.set(key, dialog);
    tell();
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
    const dialog = useSyncExternalStore(subscribe, () => opened.get(key));
    return [dialog, (next: Dialog | undefined) => set(key, next)] as const;
  };
};
