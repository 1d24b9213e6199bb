/** A key as people read it: `request-cancel` is "request cancel". */
const wordsOf = (key: string): string => key.replace(/[-_]/g, ' ');

/** Why a verb is refused in a state that it does not leave, for the person who asked. */
export const notPossible = (verb: string, state: string): string =>
  `"${wordsOf(verb)}" is not possible in the state "${wordsOf(state)}".`;
