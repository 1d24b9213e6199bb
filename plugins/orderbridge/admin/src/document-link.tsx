import type { ReactNode } from 'react';
import { Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { pathOfDocument } from './documents';

interface DocumentLinkProps {
  readonly model: string;
  readonly documentId: string;
  readonly children: ReactNode;
}

/** Leads to a document in the content manager. */
export const DocumentLink = ({ model, documentId, children }: DocumentLinkProps) => (
  <Typography textColor="primary600" tag={Link} to={pathOfDocument(model, documentId)}>
    {children}
  </Typography>
);
