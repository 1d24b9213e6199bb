/** What the page reads of the OpenAPI 3.1 document of the instance; the server makes it. */

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
}

export type Schemas = Readonly<Record<string, JsonSchema>>;

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

interface Content {
  readonly schema?: JsonSchema;
  readonly example?: unknown;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, Content>>;
  };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly content?: Readonly<Record<string, Content>>;
        /** Of a refusal: the codes that it may have. */
        readonly 'x-codes'?: readonly string[];
      }
    >
  >;
  /** The right that a role or a token needs; nothing where everybody may. */
  readonly 'x-required-right'?: string;
}

export interface ApiDocument {
  readonly info: { readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Schemas };
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export interface Section {
  readonly tag: string;
  readonly routes: readonly Route[];
}

const isFound = ({ method, path, operation }: Route, words: readonly string[]): boolean => {
  const { summary, description = '', tags, operationId } = operation;
  const text = [method, path, summary, description, operationId, ...tags].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
};

/** The routes under their headings, in the order of the document: those that have all words in them. */
export const listSections = ({ paths }: ApiDocument, search: string): readonly Section[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const sections = new Map<string, Route[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const route = { method: method.toUpperCase(), path, operation };
      if (!isFound(route, words)) continue;
      const [tag = ''] = operation.tags;
      sections.set(tag, [...(sections.get(tag) ?? []), route]);
    }
  }
  return [...sections].map(([tag, routes]) => ({ tag, routes }));
};
