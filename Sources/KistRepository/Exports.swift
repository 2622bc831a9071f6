// What the use cases take and give is made of these rooms' values, so who asks the repository has them too, and needs to
// know of no room below it.
@_exported public import KistCatalogue
@_exported public import KistImport
@_exported public import KistModel
@_exported public import KistProtocol
