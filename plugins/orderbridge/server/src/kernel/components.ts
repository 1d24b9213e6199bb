import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import type { ComponentDefinition } from './feature';
import { PLUGIN_ID } from './plugin-id';

interface ComponentRegistry {
  add(components: Record<string, unknown>): void;
}

const globalIdOf = (name: string): string =>
  ['Component', PLUGIN_ID, ...name.split('-')]
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

/**
 * Registers the plugin's components. A plugin cannot export them, and the Content-Type Builder needs
 * `__filename__` on every component or no save in it works.
 *
 * @throws where the host has a file of the same component: the Content-Type Builder wrote it when
 * somebody edited the component there, and Strapi would stop with an error that names no file.
 */
export const registerComponents = (
  strapi: Core.Strapi,
  definitions: readonly ComponentDefinition[],
): void => {
  const registry: ComponentRegistry = strapi.get('components');
  for (const { name, displayName, icon, attributes, config } of definitions) {
    const hostFile = path.join(strapi.dirs.app.components, PLUGIN_ID, `${name}.json`);
    if (existsSync(hostFile)) {
      throw new Error(
        `The component "${PLUGIN_ID}.${name}" belongs to the Orderbridge plugin; delete ${hostFile}, which redefines it.`,
      );
    }
    const schema = {
      collectionName: `${PLUGIN_ID}_component_${name.replace(/-/g, '_')}s`,
      info: { displayName, icon: icon ?? 'bulletList' },
      options: {},
      attributes,
    };
    registry.add({
      [`${PLUGIN_ID}.${name}`]: {
        ...schema,
        config,
        __schema__: structuredClone(schema),
        __filename__: `${name}.json`,
        uid: `${PLUGIN_ID}.${name}`,
        category: PLUGIN_ID,
        modelType: 'component',
        modelName: name,
        globalId: globalIdOf(name),
      },
    });
  }
};
