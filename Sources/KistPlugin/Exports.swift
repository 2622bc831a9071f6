// A plugin imports KistPlugin and nothing else; the values that it gives out come with it.
@_exported public import KistModel
@_exported public import KistProtocol
