// Ids that no folder's name goes into: the same sources are the same bytes wherever they are built.
module.exports = { optimization: { moduleIds: 'natural', chunkIds: 'natural' } };
