import { useState } from 'react';
import {
  Accordion,
  Badge,
  Box,
  EmptyStateLayout,
  Flex,
  LinkButton,
  Searchbar,
  Typography,
} from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { PLUGIN_ID } from '../plugin-id';
import { useTranslate } from '../translate';
import { listSections, type ApiDocument, type Section } from './api-document';
import { useGetApiDocumentQuery } from './api-document-query';
import { CodeText } from './code-text';
import { RouteDetails } from './route-details';

interface SectionsProps {
  readonly sections: readonly Section[];
  readonly document: ApiDocument;
}

const Sections = ({ sections, document }: SectionsProps) =>
  sections.map(({ tag, routes }) => (
    <Box key={tag} tag="section" aria-label={tag}>
      <Box paddingBottom={3}>
        <Typography variant="beta" tag="h2">
          {tag}
        </Typography>
      </Box>
      <Accordion.Root size="S">
        {routes.map(({ method, path, operation }) => (
          <Accordion.Item key={operation.operationId} value={operation.operationId}>
            <Accordion.Header>
              <Accordion.Trigger>
                <Flex gap={3} tag="span">
                  <Badge>{method}</Badge>
                  <span>{path}</span>
                  <Typography tag="span" textColor="neutral600">
                    {operation.summary}
                  </Typography>
                </Flex>
              </Accordion.Trigger>
            </Accordion.Header>
            <Accordion.Content>
              <RouteDetails operation={operation} schemas={document.components.schemas} />
            </Accordion.Content>
          </Accordion.Item>
        ))}
      </Accordion.Root>
    </Box>
  ));

/** The content API of this very instance, as its OpenAPI document describes it. */
export const ApiReferencePage = () => {
  const translate = useTranslate();
  const [search, setSearch] = useState('');
  const { data: document, isLoading, isError } = useGetApiDocumentQuery(undefined);

  if (isLoading) return <Page.Loading />;
  if (isError || document === undefined) return <Page.Error />;
  const sections = listSections(document, search);
  const [{ url } = { url: '' }] = document.servers;
  return (
    <Page.Main>
      <Page.Title>{translate('api.title')}</Page.Title>
      <Layouts.Header
        title={translate('api.title')}
        subtitle={translate('api.subtitle')}
        primaryAction={
          <LinkButton
            href={`${url}/${PLUGIN_ID}/openapi.json`}
            isExternal
            startIcon={<Download />}
            variant="secondary"
          >
            {translate('api.download')}
          </LinkButton>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={10}>
          <CodeText text={document.info.description} />
          <Typography>
            {translate('api.base')}: <strong>{url}</strong>
          </Typography>
          <Searchbar
            name="search"
            value={search}
            onChange={({ target }) => setSearch(target.value)}
            onClear={() => setSearch('')}
            clearLabel={translate('api.search.clear')}
            placeholder={translate('api.search')}
          >
            {translate('api.search')}
          </Searchbar>
          {sections.length === 0 ? (
            <EmptyStateLayout content={translate('api.nothing')} />
          ) : (
            <Sections sections={sections} document={document} />
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
};
