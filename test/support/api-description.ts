import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly schema: Record<string, unknown>;
  }[];
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': { readonly schema: object; readonly example: unknown };
    };
  };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
        readonly 'x-codes'?: readonly string[];
      }
    >
  >;
}

export interface DescribedOperation extends Operation {
  readonly method: string;
  /** With its placeholders in braces: `/orderbridge/provider-tasks/{documentId}`. */
  readonly path: string;
}

interface ApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** What an instance says of its API, and whether an answer is as it says. */
export interface ApiDescription {
  readonly document: ApiDocument;
  readonly operations: readonly DescribedOperation[];
  /**
   * Says what is wrong with an answer: a status that is not described, a body that is not as described,
   * a code that is not among those of the status. Nothing, where it is as described.
   */
  defectOf(
    operation: Pick<DescribedOperation, 'method' | 'path'>,
    answer: { readonly status: number; readonly body: unknown },
  ): string | undefined;
}

const codeOf = (body: unknown): string | undefined =>
  (body as { error?: { details?: { code?: string } } }).error?.details?.code;

/** Reads the OpenAPI document of a running instance. */
export const readApiDescription = async (url: string): Promise<ApiDescription> => {
  const answer = await fetch(`${url}/api/orderbridge/openapi.json`);
  if (answer.status !== 200) throw new Error(`The API is not described: ${String(answer.status)}`);
  const document = (await answer.json()) as ApiDocument;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  );

  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'api', components: document.components });
  const compiled = new WeakMap<object, ValidateFunction>();
  const validatorOf = (schema: object): ValidateFunction => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/');
    const validate = ajv.compile(JSON.parse(text) as object);
    compiled.set(schema, validate);
    return validate;
  };

  return {
    document,
    operations,
    defectOf: ({ method, path }, { status, body }) => {
      const operation = operations.find((one) => one.method === method && one.path === path);
      if (operation === undefined) return `${method} ${path} is not described`;
      const described = operation.responses[String(status)];
      if (described === undefined) return `${String(status)} is not described`;
      const codes = described['x-codes'];
      const code = codeOf(body);
      if (codes !== undefined && (code === undefined || !codes.includes(code))) {
        return `${String(status)} with ${String(code)} is not described`;
      }
      const schema = described.content?.['application/json']?.schema;
      if (schema === undefined) return undefined;
      const validate = validatorOf(schema);
      return validate(body) ? undefined : ajv.errorsText(validate.errors, { separator: '\n' });
    },
  };
};
