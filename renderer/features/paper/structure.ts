/** What pdfjs knows of an element of a tagged page: other elements, and the words it has on this page. */
export interface Part {
  role: string
  children: readonly (Part | Words)[]
}

interface Words {
  type: string
  id: string
}

const cells: readonly string[] = ['TH', 'TD']

/**
 * What of a page's structure is on the page. pdfjs gives each page the whole of a table that the page has a part of,
 * which may be thousands of empty rows. An empty cell stays, as it keeps its column.
 */
export function onThisPage<T extends Part>(whole: T): T {
  const children = whole.children.flatMap((child): (Part | Words)[] => {
    if (!('role' in child)) return [child]
    const part = onThisPage(child)
    return part.children.length > 0 || cells.includes(part.role) ? [part] : []
  })
  const isThere = children.some((child) => !('role' in child) || child.children.length > 0)
  return { ...whole, children: isThere ? children : [] }
}
