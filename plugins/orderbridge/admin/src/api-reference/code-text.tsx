import { Typography } from '@strapi/design-system';

/** A sentence in which what stands between backticks is code. */
export const CodeText = ({ text }: { text: string }) => (
  <Typography style={{ whiteSpace: 'normal' }}>
    {text
      .split('`')
      .map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>))}
  </Typography>
);
