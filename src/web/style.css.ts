/**
 * The one stylesheet, as text, so that a build of TypeScript alone carries it. Contrast was measured: text 7:1 or more on
 * its ground, borders of controls 3:1 or more, in light and dark. No red, no green: words and shapes carry what matters.
 */
const colours = `
:root{color-scheme:light dark;
--bg:#fffdf9;--text:#1d1b16;--muted:#534e44;--line:#e4ddd0;--border:#8a8477;--accent:#7a2e5d;--focus:#1f6f6b;--card:#f6f1e7;--on-accent:#fffdf9}
@media (prefers-color-scheme:dark){:root{
--bg:#16140f;--text:#f3eee2;--muted:#b9b2a3;--line:#383329;--border:#857e70;--accent:#f0a6d2;--focus:#79d3cc;--card:#211e17;--on-accent:#16140f}}
`;

const ground = `
*,*::before,*::after{box-sizing:border-box}
html{font-size:112.5%;-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;max-width:44rem;padding:0 1.1rem 4rem;background:var(--bg);color:var(--text);line-height:1.55;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;
overflow-wrap:break-word;font-variant-numeric:lining-nums}
body.wide{max-width:62rem}
:lang(ko){word-break:keep-all}
h1,h2,h3,.brand,.figure,.lead,legend.title{font-family:"Iowan Old Style","Palatino Linotype",Palatino,Charter,"Noto Serif",Georgia,"Noto Serif KR",serif}
h1{font-size:1.85rem;line-height:1.18;font-weight:600;letter-spacing:-.01em;margin:1.6rem 0 .8rem;text-wrap:balance}
h2{font-size:1.3rem;line-height:1.25;font-weight:600;margin:2.6rem 0 .7rem;text-wrap:balance}
h3{font-size:1.06rem;line-height:1.3;font-weight:600;margin:1.6rem 0 .3rem}
h2 .side{font:400 1rem/1.4 system-ui,sans-serif;color:var(--muted)}
p,ul,ol,dl{margin:0 0 .9rem}
main>p,main>ul:not([class]),form>p,.notice>p,.more>p{max-width:40rem}
ul,ol{padding-left:1.25rem}
li{margin:.15rem 0}
a{color:var(--accent);text-underline-offset:.16em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
main:focus{outline:0}
small,.muted,.hint,.words,.stamp{color:var(--muted)}
small,.hint,.words,.stamp{font-size:.9rem}
.lead{font-size:1.2rem;line-height:1.45}
.written{white-space:pre-line}
.mono{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;font-size:.95em;overflow-wrap:anywhere}
.amount,.number{font-variant-numeric:tabular-nums lining-nums}
.amount{white-space:nowrap}
.covered{letter-spacing:.08em;color:var(--muted)}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.nowrap{white-space:nowrap}
`;

const frame = `
.skip{position:absolute;left:-99rem;top:0;padding:.6rem 1rem;background:var(--accent);color:var(--on-accent);z-index:1}
.skip:focus{left:0}
.banner{flex:0 0 calc(100% + 2.2rem);margin:0 -1.1rem .6rem;padding:.45rem 1.1rem;background:var(--card);border-bottom:1px solid var(--border);font-size:.9rem}
.top{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.2rem 1rem;padding-top:.9rem;border-bottom:1px solid var(--line)}
.top:has(.banner){padding-top:0}
.top .brand{margin:0;font-size:1.06rem;font-weight:600}
.brand a{color:var(--text);text-decoration:none}
.brand a:hover{text-decoration:underline}
.aside{display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:center;font-size:.9rem}
.aside form{margin:0}
.languages ul{display:flex;flex-wrap:wrap;gap:0 .9rem;margin:0;padding:0;list-style:none;font-size:.9rem}
.languages li{margin:0}
.languages a{display:block;padding:.25rem 0}
.languages a[aria-current]{color:var(--text);font-weight:600;text-decoration:none}
.places{flex-basis:100%}
.places ul{display:flex;flex-wrap:wrap;gap:0 1.15rem;margin:.2rem 0 0;padding:0;list-style:none}
.places li{margin:0}
.places a{display:block;padding:.5rem 0;text-decoration:none;border-bottom:3px solid transparent}
.places a:hover{text-decoration:underline}
.places a[aria-current]{color:var(--text);font-weight:600;border-bottom-color:var(--accent)}
.foot{margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--muted);font-size:.9rem}
.foot p{margin:.2rem 0}
.back{margin:1.2rem 0 -.8rem;font-size:.9rem}
.back a::before{content:"\\2039\\00a0";text-decoration:none}
`;

const parts = `
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(11rem,100%),1fr));gap:1.1rem 1.6rem;margin:1.5rem 0}
.figures>div{border-top:2px solid var(--text);padding-top:.55rem}
.figures dt{font-size:.95rem}
.figures dd{margin:0}
.figure{font-size:2rem;line-height:1.2;font-weight:600;letter-spacing:-.01em}
.notice{margin:1.2rem 0;padding:.8rem 1rem;background:var(--card);border-left:4px solid var(--border)}
.notice.done{border-left-color:var(--focus)}
.notice>:last-child,.card>:last-child,.more>:last-child{margin-bottom:0}
.problem{margin:1.2rem 0;padding:.9rem 1.1rem;border:3px solid var(--text)}
.problem h2{margin:0 0 .4rem;font-size:1.15rem}
.problem ul{margin:0;padding:0;list-style:none}
.problem a{color:var(--text);font-weight:600}
.summary>div{display:grid;grid-template-columns:minmax(8rem,1fr) 2.4fr;gap:0 1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
.summary dt{color:var(--muted)}
.summary dd{margin:0;min-width:0;overflow-wrap:anywhere}
.summary .change{float:right;margin-left:1rem;font-size:.9rem}
.sums{max-width:26rem}
.sums>div{grid-template-columns:1fr auto!important}
.sums dd{text-align:right}
.sums>div:last-child{font-weight:600;border-bottom:0;border-top:1px solid var(--text)}
.sums>div:last-child dt{color:var(--text)}
.rows{list-style:none;margin:.6rem 0 1.4rem;padding:0;border-top:1px solid var(--line)}
.rows>li{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.3rem 1.2rem;margin:0;padding:.7rem 0;border-bottom:1px solid var(--line)}
.rows>li>:first-child{flex:1 1 15rem;min-width:0;overflow-wrap:anywhere}
.rows form{margin:0}
.rows p{margin:0}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));gap:1rem;list-style:none;margin:1rem 0;padding:0}
.card{margin:0;padding:1rem 1.1rem;background:var(--card);border-radius:6px}
.card h2,.card h3{margin-top:0}
ol.steps{list-style:none;padding:0;counter-reset:step}
ol.steps>li{counter-increment:step;padding:.2rem 0 .2rem 2.3rem;position:relative}
ol.steps>li::before{content:counter(step);position:absolute;left:0;top:.25rem;width:1.55rem;height:1.55rem;line-height:1.5rem;border:1px solid var(--border);border-radius:50%;text-align:center;font-size:.85rem}
details{margin:.8rem 0}
summary{cursor:pointer;color:var(--accent);padding:.25rem 0}
.more{padding:.5rem 0 .2rem 1rem;border-left:2px solid var(--line)}
`;

const tables = `
.scroll{position:relative;overflow-x:auto;margin:1rem 0 1.6rem}
table{border-collapse:collapse;width:100%}
.scroll table{font-size:.94rem}
.scroll tbody td:not(.number):not(.nowrap){min-width:9rem}
caption{text-align:left;font-weight:600;padding-bottom:.5rem}
th,td{text-align:left;vertical-align:top;padding:.5rem 1.1rem .5rem 0;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{font-size:.88rem;font-weight:400;color:var(--muted);border-bottom-color:var(--border);vertical-align:bottom}
tbody th{font-weight:600}
tfoot td,tfoot th{border-bottom:0;border-top:1px solid var(--border);font-weight:600}
.number{text-align:right}
.number .amount{display:block}
.number .and{display:none}
.months{margin:1rem 0 1.6rem}
.months tbody th{width:1%;white-space:nowrap;font-weight:400;padding-right:1rem}
.months .row{display:flex;flex-wrap:wrap;align-items:center;gap:.1rem 1rem}
.months .bar{flex:1 1 11rem;min-width:6rem;max-width:100%;display:block}
.months .numbers{flex:1 1 11rem}
.aside-words{color:var(--muted);font-size:.9rem}
.bar-promised{fill:var(--bg);stroke:var(--accent);stroke-width:1.5}
.bar-passed{fill:var(--accent);stroke:var(--accent);stroke-width:1.5}
.key{vertical-align:-.12em}
`;

const forms = `
.field{margin:0 0 1.5rem;padding:0;border:0;min-width:0}
.field>label,legend{display:block;font-weight:600;padding:0;margin-bottom:.15rem}
.optional{font-weight:400;color:var(--muted)}
.hint{margin:.05rem 0 .4rem;max-width:36rem}
.fault{margin:.1rem 0 .4rem;font-weight:600}
.wrong{padding-left:.9rem;border-left:4px solid var(--accent)}
input,select,textarea,button{font:inherit;color:inherit}
input[type=text],input[type=password],input[type=email],input[type=url],select,textarea{
width:100%;padding:.45rem .6rem;min-height:2.75rem;background:var(--bg);border:1px solid var(--border);border-radius:4px}
input[type=file]{max-width:100%;padding:.3rem 0}
textarea{display:block;line-height:1.5;resize:vertical}
select{max-width:24rem}
.long{max-width:26rem}
.medium{max-width:13rem}
input.short{width:5.5rem}
.with-suffix{display:flex;align-items:center;gap:.6rem}
.with-suffix .money{max-width:10rem}
.with-suffix select{width:auto}
.suffix{color:var(--muted)}
[aria-invalid]{border-width:2px!important;border-color:var(--accent)!important}
.tick{display:grid;grid-template-columns:1.45rem 1fr;gap:0 .7rem;align-items:start;padding:.3rem 0}
.tick input{width:1.45rem;height:1.45rem;margin:.08rem 0 0;accent-color:var(--accent)}
.tick .hint{grid-column:2;margin:0}
.tick label{font-weight:400}
.button{display:inline-block;min-height:2.75rem;padding:.5rem 1.15rem;border:1px solid var(--accent);border-radius:5px;background:var(--accent);
color:var(--on-accent);text-decoration:none;text-align:center;line-height:1.6rem;cursor:pointer}
.button:hover{text-decoration:underline}
.button.quiet{background:transparent;color:var(--accent)}
.button.plain{min-height:1.5rem;padding:0;border:0;background:none;color:var(--accent);text-decoration:underline;text-underline-offset:.16em;font-size:inherit}
.buttons{display:flex;flex-wrap:wrap;gap:.7rem;margin:1.2rem 0;align-items:center}
.buttons form{margin:0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(11rem,100%),1fr));gap:0 1.4rem}
section.part{margin-top:2.8rem;padding-top:.2rem;border-top:2px solid var(--text)}
section.part>h2{margin-top:.6rem}
.line{display:grid;grid-template-columns:1fr;gap:.15rem 1.4rem}
.line select{font-size:.9rem}
.rows .says{font-size:.9rem;color:var(--muted);margin:0}
@media (min-width:48rem){.line{grid-template-columns:1fr 19rem;align-items:start}}
`;

const occasions = `
@media (max-width:26rem){html{font-size:106.25%}h1{font-size:1.6rem}.figure{font-size:1.75rem}.summary>div{grid-template-columns:1fr}.top .aside{width:100%}}
@media (max-width:40rem){.scroll tbody td:not(.number):not(.nowrap){min-width:0;white-space:nowrap}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){.bar-passed{fill:CanvasText}.bar-promised{fill:Canvas;stroke:CanvasText}.button{border:2px solid ButtonText}}
@media print{
:root{--bg:#fff;--text:#000;--muted:#333;--line:#bbb;--border:#777;--accent:#000;--card:#fff;--on-accent:#fff}
html{font-size:80%}body,body.wide{max-width:none;padding:0}
.skip,.places,.languages,.aside,.back,.buttons,form,.no-print{display:none!important}
a{color:inherit;text-decoration:none}
h1{margin-top:.6rem}h2{margin-top:1.2rem}h2,h3,caption{break-after:avoid}tr,.card,.figures>div,.summary>div{break-inside:avoid}
.scroll{overflow:visible}details>.more{display:block}
.bar-promised{fill:#fff}*{print-color-adjust:exact}
}
`;

export const css = [colours, ground, frame, parts, tables, forms, occasions].join('').replace(/\n+/g, '\n').trim();
