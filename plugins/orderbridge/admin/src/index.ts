import { Briefcase } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { PublicationPanel } from './catalog/panels';
import { ConnectionsPanel } from './connections/panels';
import { PLUGIN_ID } from './plugin-id';
import { ProducerPanel } from './producers/panels';
import { message } from './translate';
import {
  CommentsPanel,
  OrderedPanel,
  TimelinePanel,
  VerbsPanel,
  WorkNotesPanel,
} from './work/panels';

/** What the plugin takes of the content manager. */
interface ContentManager {
  readonly apis: { addEditViewSidePanel(panels: readonly unknown[]): void };
}

type Translations = Readonly<Record<string, string>>;

/** Languages of the panel that the plugin has its texts in; English where there is no other. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly default: Translations }>>> = {
  en: () => import('./translations/en.json'),
  de: () => import('./translations/de.json'),
};

const withPrefix = (texts: Translations): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]));

export default {
  register(app: StrapiApp) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: Briefcase,
      intlLabel: { ...message('plugin.name'), defaultMessage: 'Orderbridge' },
      permissions: [],
      Component: () => import('./pages').then(({ Pages }) => ({ default: Pages })),
    });
    app.registerPlugin({ id: PLUGIN_ID, name: 'Orderbridge' });
  },

  bootstrap(app: StrapiApp) {
    const { apis } = app.getPlugin('content-manager') as unknown as ContentManager;
    apis.addEditViewSidePanel([
      VerbsPanel,
      OrderedPanel,
      ProducerPanel,
      PublicationPanel,
      ConnectionsPanel,
      CommentsPanel,
      WorkNotesPanel,
      TimelinePanel,
    ]);
  },

  registerTrads({ locales }: { locales: string[] }) {
    return Promise.all(
      locales.map(async (locale) => {
        const load = LANGUAGES[locale] ?? LANGUAGES['en'];
        const texts = load === undefined ? {} : (await load()).default;
        return { locale, data: withPrefix(texts) };
      }),
    );
  },
};
