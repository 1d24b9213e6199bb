/** Carries rows over that an earlier state of the plugin has written in another shape. */
import type { Feature } from '../kernel/feature';
import { convertRows } from './convert-rows';
import { notePausers } from './note-pausers';
import { renameColumnsInTime } from './rename-columns';

export const upgrade: Feature = {
  register: ({ strapi }) => {
    renameColumnsInTime(strapi);
  },
  async bootstrap({ strapi }) {
    await convertRows(strapi);
    await notePausers(strapi);
  },
};
