'use strict';
const search = document.getElementById('search');
const found = document.getElementById('found');
const folds = [...document.querySelectorAll('details')];
const items = [...document.querySelectorAll('[data-item]')].map(element => ({ element, text: element.textContent.toLowerCase() }));
// From the inside to the outside: an outer group is shown while one inside it is.
const groups = [...document.querySelectorAll('[data-group]')].reverse().map(element => ({
  element,
  items: items.filter(item => element.contains(item.element)),
  text: [...element.querySelectorAll(':scope > [data-name]')].map(name => name.textContent.toLowerCase()).join('\n'),
}));

function show(words) {
  const isAll = words === '';
  const named = new Set(isAll ? [] : groups.filter(group => group.text.includes(words)).flatMap(group => group.items));
  let count = 0;
  for (const item of items) {
    const isFound = isAll || item.text.includes(words);
    if (isFound) count++;
    item.element.hidden = !isFound && !named.has(item);
    if (item.element.localName === 'details') item.element.open = !isAll && isFound;
  }
  for (const group of groups) {
    const isNamed = group.text.includes(words);
    group.element.hidden = !isAll && !isNamed && group.items.every(item => item.element.hidden);
    if (group.element.localName === 'details') group.element.open = !isAll && !group.element.hidden;
  }
  found.textContent = isAll ? '' : `${count} of ${items.length} entries contain this text.`;
}

// A link into a fold opens it.
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.closest('[hidden]')) {
    search.value = '';
    show('');
  }
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  target.scrollIntoView();
}

// On a long page, a search waits for a pause in typing.
const pause = items.length > 500 ? 150 : 0;
let waiting = 0;
search.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => show(search.value.trim().toLowerCase()), pause);
});
document.addEventListener('keydown', event => {
  if (event.key === '/' && event.target !== search && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === 'Escape' && event.target === search) {
    search.value = '';
    show('');
    search.blur();
  }
});
document.getElementById('open').addEventListener('click', () => folds.forEach(fold => { fold.open = true; }));
document.getElementById('close').addEventListener('click', () => folds.forEach(fold => { fold.open = false; }));
addEventListener('hashchange', reveal);
document.getElementById('tools').hidden = false;
reveal();
