import { dropTemplates } from './prepare-templates';

/** Jest calls this once for each of its projects; the first has the work. */
export default dropTemplates;
