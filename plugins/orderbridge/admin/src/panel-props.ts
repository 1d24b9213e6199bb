/** What the content manager tells a side panel of what it shows. */
export interface PanelProps {
  readonly model: string;
  /** Nothing while a document is made. */
  readonly documentId?: string;
}
