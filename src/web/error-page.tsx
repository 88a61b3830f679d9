import { Page, renderPage } from './page.js';
import type { Problem } from './problem.js';

/** A problem, for a person: what it is, what was kept, where to go on. */
export function errorPage({ title, status, detail, errors = [] }: Problem): string {
  return renderPage(
    <Page title={`${title} · ${status}`}>
      <h1>{title}</h1>
      {errors.length > 0 ? (
        <ul>
          {errors.map(({ field, says }) => (
            <li>
              {says} <small class="mono">{field}</small>
            </li>
          ))}
        </ul>
      ) : (
        <p class="lead">{detail}</p>
      )}
      {(status === 400 || status === 409 || status === 413) && (
        <p>Nothing was recorded. Go back in your browser: what you typed is still there.</p>
      )}
      {status === 401 && (
        <p>
          <a class="button" href="/console/sign-in">
            Sign in
          </a>
        </p>
      )}
      {(status === 404 || status === 410) && (
        <p>
          <a href="/">Go to the front page</a>
        </p>
      )}
    </Page>,
  );
}
