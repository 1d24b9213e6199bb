/** The content manager's own tag of what it shows. */
export const DOCUMENT = 'Document' as const;

export const PRODUCER_MODEL = 'plugin::orderbridge.remote-record-producer';

/** The tag of one document: what the content manager does with it is read again by whoever has this. */
export const documentTag = (model: string, documentId: string) => ({
  type: DOCUMENT,
  id: `${model}_${documentId}`,
});

/** Where the content manager shows a document. */
export const pathOfDocument = (model: string, documentId: string): string =>
  `/content-manager/collection-types/${model}/${documentId}`;
