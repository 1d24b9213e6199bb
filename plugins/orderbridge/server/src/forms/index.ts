/** Order forms in use: compiling them and checking answers against them, on both sides alike. */
export { assertFormCompiles, checkAnswers } from './check-answers';
