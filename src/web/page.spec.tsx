import { blankForm, formAgain } from './form.js';
import { Choice } from './choices.js';
import { ErrorSummary, Field, MoneyField, TextArea } from './fields.js';
import { PostForm, Written } from './components.js';
import { Page, renderPage } from './page.js';
import { stylesheetPath } from './stylesheet.js';

const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)> \u05e9\u05dc\u05d5\u05dd \u{1d4b2}';
const form = formAgain('k1', { note: hostile, amount: hostile, method: hostile }, [{ field: 'amount', says: hostile }]);

describe('a page', () => {
  const html = renderPage(
    <Page
      title={hostile}
      description={hostile}
      banner={hostile}
      brand={{ href: '/x', words: hostile }}
      nav={{ label: hostile, places: [{ href: hostile, words: hostile }] }}
      footer={<p>{hostile}</p>}
    >
      <ErrorSummary faults={form.faults} />
      <Written>{hostile}</Written>
      <PostForm action={hostile} formKey={hostile} act={hostile} label={hostile}>
        <Field form={form} name="note" label={hostile} hint={hostile} />
        <MoneyField form={form} name="amount" label={hostile} currencies={['CAD', hostile]} />
        <TextArea form={form} name="note" label={hostile} />
        <Choice form={form} name="method" label={hostile} options={[{ value: hostile, words: hostile, hint: hostile }]} />
      </PostForm>
    </Page>,
  );

  it('shows HTML in every text as text', () => {
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html.match(/&lt;script>alert\(1\)/g)?.length).toBeGreaterThan(15);
  });

  it('carries no style and no script of its own: the policy forbids both', () => {
    expect(html).not.toMatch(/ style=| on[a-z]+="|<style|<script/);
    expect(html).toContain(`<link rel="stylesheet" href="${stylesheetPath}"`);
  });

  it('names no other host, says its language, and begins with a way to the content', () => {
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/(src|href)="https?:/);
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(html).toContain('<a class="skip" href="#main">');
  });
});

describe('a form', () => {
  const page = (body: Parameters<typeof formAgain>[1], faults: Parameters<typeof formAgain>[2]) => {
    const again = formAgain('k1', body, faults);
    return renderPage(
      <Page title="Record a payment">
        <ErrorSummary faults={again.faults} />
        <PostForm action="/x" formKey={again.key} act="record">
          <MoneyField form={again} name="amount" label="How much came in?" currencies={['CAD', 'USD']} />
          <Choice
            form={again}
            name="method"
            label="How?"
            initial="interac"
            options={[
              { value: 'interac', words: 'Interac' },
              { value: 'paypal', words: 'PayPal' },
            ]}
          />
        </PostForm>
      </Page>,
    );
  };

  it('keeps what was typed, also what was wrong', () => {
    const html = page({ amount: '200.005', currency: 'USD', method: 'paypal' }, [{ field: 'amount', says: 'USD has 2 decimals, not 3.' }]);
    expect(html).toContain('value="200.005"');
    expect(html).toContain('<option value="USD" selected');
    expect(html).toMatch(/value="paypal" checked/);
    expect(html).not.toMatch(/value="interac" checked/);
  });

  it('says a fault in the same words at the field and in the summary, which leads to the field', () => {
    const html = page({}, [{ field: 'amount', says: 'Enter the amount, like 200 or 200.00.' }]);
    expect(html.match(/Enter the amount, like 200 or 200\.00\./g)).toHaveLength(2);
    expect(html).toContain('There is a problem');
    expect(html).toContain('<a href="#field-amount">');
    expect(html).toMatch(/id="field-amount"[^>]*aria-describedby="field-amount-error" aria-invalid="true"/);
  });

  it('says a refusal of the books in the summary, leading to no field', () => {
    const html = page({ amount: '200' }, [{ field: 'form', says: 'October is closed.' }]);
    expect(html).toContain('<li>October is closed.</li>');
  });

  it('stands a fault of the currency at the amount', () => {
    const html = page({}, [{ field: 'amount.currency', says: 'Use its three letters, like CAD.' }]);
    expect(html).toContain('<a href="#field-amount">Use its three letters');
    expect(html).toContain('id="field-amount-error"');
  });

  it('carries one id for one press, and another for another form of the same page', () => {
    expect(page({}, [])).toContain('<input type="hidden" name="requestId" value="k1.record"');
    expect(blankForm('k1')).toEqual({ key: 'k1', typed: {}, faults: [] });
  });

  it('never repeats a password', () => {
    const again = formAgain('k1', { password: 'correct horse' }, []);
    const html = renderPage(
      <Page title="Sign in">
        <Field form={again} name="password" label="Password" type="password" />
      </Page>,
    );
    expect(html).not.toContain('correct horse');
  });
});
