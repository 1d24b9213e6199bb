import { Page } from '@strapi/strapi/admin';
import { Route, Routes } from 'react-router-dom';
import { ApiReferencePage } from './api-reference/api-reference-page';
import { OverviewPage } from './overview/overview-page';

/** The plugin's own pages, below `/admin/plugins/orderbridge`. */
export const Pages = () => (
  <Routes>
    <Route index element={<OverviewPage />} />
    <Route path="api" element={<ApiReferencePage />} />
    <Route path="*" element={<Page.Error />} />
  </Routes>
);
