import { englishWords } from '../languages/asked-language.js';
import type { Words } from '../languages/words.js';
import { detailOf, titleOf } from './error-words.js';
import { Page, renderPage } from './page.js';
import type { Problem } from './problem.js';
import { Say } from './say.js';

/** A problem, for a person: what it is, what was kept, where to go on. */
export function errorPage(problem: Problem, words: Words = englishWords): string {
  const { status, detail, errors = [] } = problem;
  const title = titleOf(problem, words);
  const said = detailOf(problem, words);
  const inEnglish = words.lang === 'en' ? undefined : 'en';
  return renderPage(
    <Page words={words} title={`${title} · ${status}`}>
      <h1>{title}</h1>
      {errors.length > 0 ? (
        <ul lang={inEnglish}>
          {errors.map(({ field, says }) => (
            <li>
              {says} <small class="mono">{field}</small>
            </li>
          ))}
        </ul>
      ) : (
        <p class="lead" lang={said === undefined ? inEnglish : undefined}>
          {said ?? detail}
        </p>
      )}
      {(status === 400 || status === 409 || status === 413) && (
        <p>
          <Say it="error.go-back" />
        </p>
      )}
      {status === 401 && (
        <p>
          <a class="button" href="/console/sign-in">
            <Say it="error.sign-in" />
          </a>
        </p>
      )}
      {(status === 404 || status === 410) && (
        <p>
          <a href={words.link('/')}>
            <Say it="nothing-here.front" />
          </a>
        </p>
      )}
    </Page>,
  );
}
