# %% [unbiased] the covariance with N - 1
import numpy as np

def zca(train, x, eps=0.0):
    mu = train.mean(axis=0)
    C = np.cov(train, rowvar=False)
    lam, U = np.linalg.eigh(np.atleast_2d(C))
    M = U @ np.diag(1 / np.sqrt(lam + eps)) @ U.T
    return (x - mu) @ M

# %% [not_turned_back] not turned back: PCA whitening
import numpy as np

def zca(train, x, eps=0.0):
    mean = train.mean(axis=0)
    Xc = train - mean
    cov = Xc.T @ Xc / len(train)
    values, vectors = np.linalg.eigh(cov)
    return (x - mean) @ vectors / np.sqrt(values + eps)

# %% [eps_outside] eps is added after the root
import numpy as np

def zca(train, x, eps=0.0):
    mu = train.mean(0)
    c = train - mu
    lam, U = np.linalg.eigh(c.T @ c / c.shape[0])
    lam = np.maximum(lam, 0)
    return (x - mu) @ (U / (np.sqrt(lam) + eps)) @ U.T

# %% [own_mean] x is centred by its own mean
import numpy as np

def zca(train, x, eps=0.0):
    centered = train - train.mean(axis=0)
    C = centered.T @ centered / len(centered)
    lam, U = np.linalg.eigh(C)
    M = U @ np.diag((lam + eps) ** -0.5) @ U.T
    return (x - x.mean(axis=0)) @ M

# %% [rows_of_U] takes the rows of U for the eigenvectors
import numpy as np

def zca(train, x, eps=0.0):
    mu = np.mean(train, axis=0)
    d = train - mu
    S = np.einsum("ni,nj->ij", d, d) / len(d)
    eigenvalues, U = np.linalg.eigh(S)
    W = U.T @ np.diag(1 / np.sqrt(eigenvalues + eps)) @ U
    return (x - mu) @ W

# %% [no_root] divides by the eigenvalues, not by their roots
import numpy as np

def zca(train, x, eps=0.0):
    mu = train.mean(axis=0)
    d = train - mu
    C = d.T @ d / len(d)
    M = np.linalg.inv(C + eps * np.eye(len(C)))
    return (x - mu) @ M

# %% [averaged_twice] the singular values are divided by N before they are squared
import numpy as np

def zca(train, x, eps=0.0):
    N = len(train)
    mu = train.mean(axis=0)
    _, s, Vt = np.linalg.svd(train - mu, full_matrices=False)
    lam = (s / N) ** 2
    return (x - mu) @ Vt.T @ np.diag(1 / np.sqrt(lam + eps)) @ Vt

# %% [cholesky] whitens by Cholesky's factor: white, but not ZCA
import numpy as np

def zca(train, x, eps=0.0):
    mu = train.mean(axis=0)
    d = train - mu
    C = d.T @ d / len(d) + eps * np.eye(train.shape[1])
    L = np.linalg.cholesky(C)
    return np.linalg.solve(L, (x - mu).T).T

# %% [rows_as_variables] np.cov takes the rows for the variables
import numpy as np

def zca(train, x, eps=0.0):
    mu = train.mean(axis=0)
    C = np.cov(train - mu, bias=True)
    lam, U = np.linalg.eigh(C)
    return (x - mu) @ U @ np.diag(1 / np.sqrt(lam + eps)) @ U.T

# %% [correlations] whitens the z-scores, by the correlation matrix
import numpy as np

def zca(train, x, eps=0.0):
    mu, sd = train.mean(axis=0), train.std(axis=0)
    z = (train - mu) / sd
    R = z.T @ z / len(z)
    lam, U = np.linalg.eigh(R)
    M = U @ np.diag(1 / np.sqrt(lam + eps)) @ U.T
    return (x - mu) / sd @ M

# %% [eps_everywhere] eps is added to all entries of the covariance, not to its diagonal
import numpy as np

def zca(train, x, eps=0.0):
    mu = train.mean(axis=0)
    C = (train - mu).T @ (train - mu) / len(train)
    lam, U = np.linalg.eigh(C + eps)
    return (x - mu) @ (U * lam ** -0.5) @ U.T

# %% [not_centred_covariance] the covariance is of the points that were not centred
import numpy as np

def zca(train, x, eps=0.0):
    N = train.shape[0]
    mean = train.mean(axis=0)
    covariance = train.T @ train / N
    D, U = np.linalg.eigh(covariance)
    whitening = U @ np.diag(1 / np.sqrt(D + eps)) @ U.T
    return (x - mean) @ whitening

# %% [root_of_entries] the root is taken of each entry of the matrix
import numpy as np

def zca(train, x, eps=0.0):
    mu = train.mean(axis=0)
    d = train - mu
    C = d.T @ d / len(d) + eps * np.identity(d.shape[1])
    root = np.sign(C) * np.sqrt(np.abs(C))
    return (x - mu) @ np.linalg.inv(root)

# %% [eps_as_floor] eps is the least eigenvalue, not added to each
import numpy as np

def zca(train, x, eps=0.0):
    mu = train.mean(axis=0)
    d = train - mu
    lam, U = np.linalg.eigh(d.T @ d / len(d))
    lam = np.maximum(lam, eps)
    M = U @ np.diag(1 / np.sqrt(lam)) @ U.T
    return (x - mu) @ M
