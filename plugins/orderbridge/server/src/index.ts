import { bootstrap } from './bootstrap';
import { composeFeatures } from './compose-features';
import { destroy } from './destroy';
import { FEATURES } from './features';
import { answerErrors } from './kernel/answer-errors';
import { pluginConfig } from './kernel/config';
import { register } from './register';

/** The plugin's server, in the form that Strapi demands. */
export default {
  register,
  bootstrap,
  destroy,
  config: pluginConfig,
  middlewares: { answerErrors },
  policies: {},
  ...composeFeatures(FEATURES),
};
